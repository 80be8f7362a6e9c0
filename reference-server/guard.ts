/**
 * Runs one program as long as its own parent lives: when the launcher ends, even by a crash, the channel closes and the program is
 * stopped. Usage: guard.ts SIGNAL PROGRAM ARGUMENT...
 */
import { spawn } from 'node:child_process'

const [signal, program, ...words] = process.argv.slice(2)
const child = spawn(program!, words, {
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(process.env.TANDEM_UID !== undefined && {
    uid: Number(process.env.TANDEM_UID),
    gid: Number(process.env.TANDEM_GID),
  }),
})
const stopMs = 5_000

function stop(): void {
  child.kill(signal as NodeJS.Signals)
  setTimeout(() => child.kill('SIGKILL'), stopMs).unref()
}

process.on('disconnect', stop)
process.on('SIGTERM', stop)
process.on('SIGINT', () => {})
child.on('error', () => process.exit(127))
child.on('exit', (code) => process.exit(code ?? 0))
process.send?.({ pid: child.pid })
