import { evictionPolicies } from '#core/cache/eviction.ts'
import { evictionContract } from '../../contract/eviction.ts'

for (const { name } of evictionPolicies) evictionContract(name)
