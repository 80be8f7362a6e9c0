import { layers, type Source } from './source.ts'

type Layer = (typeof layers)[number]

/** Who may import whom: the layers below, and the packages (`node:` stands for Node's modules). */
const allowed: Record<Layer, { layers: readonly Layer[]; packages: readonly string[] | 'any' }> = {
  core: { layers: ['core'], packages: ['seedrandom', 'mathjs'] },
  sim: { layers: ['core', 'sim'], packages: [] },
  'reference-server': { layers: ['core', 'reference-server'], packages: 'any' },
  experiments: { layers: ['core', 'sim', 'reference-server', 'experiments'], packages: 'any' },
  notebooks: { layers: ['core', 'sim', 'notebooks'], packages: 'any' },
  test: { layers, packages: 'any' },
}

/** What experiments may use of the server: starting and stopping it, its load, finding the programs it starts and their processor time. */
const serverDoors = [
  'reference-server/launch.ts',
  'reference-server/load/',
  'reference-server/process-tree.ts',
  'reference-server/program.ts',
]

const reasons: Record<Layer, string> = {
  core: 'core decides and its drivers wait: it imports only core, seedrandom and mathjs',
  sim: 'the simulator runs in a page, too: it imports only core and sim',
  'reference-server': 'the server is a driver of its own: it imports core, never sim or experiments',
  experiments: 'experiments sit on top and use the server only through its public start and stop',
  notebooks: 'a notebook runs the simulator in the browser: it imports only core and sim',
  test: 'tests may import everything',
}

/** Import lines that point the wrong way, each with the sentence that explains the rule. */
export function wrongImports(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    source.imports
      .filter((target) => !isAllowed(layerOf(source.path), target))
      .map((target) => `${source.path} imports ${target}: ${reasons[layerOf(source.path)]}`),
  )
}

/**
 * Inside core: collections and models know no policy, policies know no other policy, and a family knows of its siblings only the
 * port (the file named after the family).
 */
export function wrongCoreImports(sources: readonly Source[], policyPaths: readonly string[]): string[] {
  const isPolicy = (path: string) => policyPaths.includes(path)
  return sources
    .filter(({ path }) => path.startsWith('core/'))
    .flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.startsWith('core/'))
        .flatMap((target) => {
          const said = `${path} imports ${target}`
          if (isBasic(path) && isPolicyFolder(target))
            return [`${said}: collections and models know no policy and no flow`]
          if (isPolicy(path) && isPolicy(target)) return [`${said}: a policy never imports another policy`]
          if (isPolicy(target) && !isListOf(path, target))
            return [`${said}: only the family's list names its members`]
          return []
        }),
    )
}

const layerOf = (path: string) => path.split('/')[0] as Layer

function isAllowed(from: Layer, target: string): boolean {
  const to = layers.find((layer) => target.startsWith(`${layer}/`))
  const rule = allowed[from]
  if (to === undefined) {
    return (
      rule.packages === 'any' ||
      rule.packages.some((name) => target === name || target.startsWith(`${name}/`))
    )
  }
  if (from === 'experiments' && to === 'reference-server')
    return serverDoors.some((door) => target.startsWith(door))
  return rule.layers.includes(to)
}

const isBasic = (path: string) => /^core\/(collections|model)\//.test(path)
const isPolicyFolder = (path: string) =>
  /^core\/(flow|cache|invalidation|schedule|balance|render)\//.test(path)

/** The list stands in the folder of its members (balance/balance.ts) or beside it (cache/eviction.ts for cache/eviction/). */
function isListOf(path: string, member: string): boolean {
  const folder = member.slice(0, member.lastIndexOf('/'))
  return path === `${folder}.ts` || path === `${folder}/${folder.split('/').at(-1)}.ts`
}
