import { admitPolicies } from '#core/admit/admit.ts'
import { admitContract } from '../../contract/admit.ts'

for (const { name } of admitPolicies) admitContract(name)
