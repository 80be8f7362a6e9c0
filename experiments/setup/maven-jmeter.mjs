/** JMeter from Maven Central, where Java and Maven are there: its jars laid out as in its archive, and a program that starts them. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const version = '5.6.3'
/** The launcher, its properties, and what a plan of HTTP requests uses. */
const parts = ['', '_config', '_http', '_components', '_functions'].map((part) => `ApacheJMeter${part}`)

const dependencies = parts
  .map(
    (part) =>
      `<dependency><groupId>org.apache.jmeter</groupId><artifactId>${part}</artifactId><version>${version}</version></dependency>`,
  )
  .join('\n    ')

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tandem</groupId><artifactId>jmeter</artifactId><version>${version}</version><packaging>pom</packaging>
  <dependencies>
    ${dependencies}
  </dependencies>
</project>
`

const runs = (command, ...words) =>
  spawnSync(command, words, { stdio: 'ignore', timeout: 300_000, shell: process.platform === 'win32' })
    .status === 0

/** Parameters: `program`, the path it gets. What fails is said; whoever asks for the program finds none then. */
export function installMavenJmeter(program, say) {
  if (!runs('java', '-version') || !runs('mvn', '--version')) return
  say(`installing JMeter ${version} from Maven Central (70 MB, once)`)
  const home = join(dirname(program), '..', 'jmeter')
  const lib = join(home, 'lib')
  rmSync(home, { recursive: true, force: true })
  for (const folder of ['bin', 'lib/ext', 'lib/junit']) mkdirSync(join(home, folder), { recursive: true })
  writeFileSync(join(home, 'pom.xml'), project)
  const maven = ['-q', '-B', '-f', join(home, 'pom.xml')]
  const config = ['-DincludeArtifactIds=ApacheJMeter_config', '-Dmdep.unpack.includes=bin/**']
  if (
    !runs('mvn', ...maven, 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`) ||
    !runs('mvn', ...maven, 'dependency:unpack-dependencies', `-DoutputDirectory=${home}`, ...config)
  )
    return say(`JMeter ${version} could not be installed from Maven Central`)
  for (const jar of readdirSync(lib).filter((name) => name.startsWith('ApacheJMeter_')))
    renameSync(join(lib, jar), join(lib, 'ext', jar))
  renameSync(join(lib, `ApacheJMeter-${version}.jar`), join(home, 'bin', 'ApacheJMeter.jar'))
  mkdirSync(dirname(program), { recursive: true })
  writeFileSync(program, '#!/bin/sh\nexec java -jar "$(dirname "$0")/../jmeter/bin/ApacheJMeter.jar" "$@"\n')
  chmodSync(program, 0o755)
}
