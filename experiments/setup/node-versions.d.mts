export const nodeVersions: readonly string[]
export function nodeFolder(root: string, version: string): string
export function nodeProgram(root: string, version: string): string | undefined
export function provideNodeVersions(place: { root: string; say: (text: string) => void }): void
