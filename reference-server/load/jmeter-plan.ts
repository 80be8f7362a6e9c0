import { type LoadPlan, virtualUsers } from './plan.ts'

/** Variables of the plan that JMeter is told to add to each line of its results (`-Jsample_variables`). */
export const sampleVariables = ['at', 'method', 'path', 'cache', 'TESTSTART.MS'] as const

/** The planned requests as the CSV data set of the plan: method, time in whole milliseconds (JMeter knows no finer), path. */
export const jmeterRequests = ({ requests }: LoadPlan): string =>
  requests
    .map(({ isWrite, atMs, path }) => `${isWrite ? 'POST' : 'GET'},${Math.round(atMs)},${path}\n`)
    .join('')

/**
 * A test plan of JMeter 5 whose threads ask for what the load plan says. It opens in JMeter's window, too; headless:
 * `jmeter -n -t plan.jmx -l result.jtl -Jhost=127.0.0.1 -Jport=8080 -Jsample_variables=at,method,path,cache,TESTSTART.MS`.
 *
 * Threads take the next line of the data set when they are free. Closed: they think first, and start over with the list at its end. Open:
 * a thread sleeps until the time of its line, counted from the start of the test, however late; the test ends with the list.
 *
 * Source    Apache JMeter 5.6 user manual, component reference: thread group, CSV data set config, constant timer, functions
 * Deviates  a closed user's requests are not those that k6's user of the same number has, but all users together have the same list
 */
export function jmeterPlan(plan: LoadPlan, requestsFile: string): string {
  const isOpen = plan.arrivals === 'open'
  const seconds = Math.ceil(plan.durationMs / 1000) + (isOpen ? 10 : 0)
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- Generated from a scenario: the same users, pages, think times and seed as the simulation. -->
<jmeterTestPlan version="1.2" properties="5.0" jmeter="5.6">
  <hashTree>
    <TestPlan guiclass="TestPlanGui" testclass="TestPlan" testname="Tandem, ${plan.arrivals} arrivals">
      <elementProp name="TestPlan.user_defined_variables" elementType="Arguments">
        <collectionProp name="Arguments.arguments"/>
      </elementProp>
    </TestPlan>
    <hashTree>
      <ThreadGroup guiclass="ThreadGroupGui" testclass="ThreadGroup" testname="users">
        ${text('ThreadGroup.on_sample_error', 'continue')}
        ${text('ThreadGroup.num_threads', virtualUsers(plan))}
        ${text('ThreadGroup.ramp_time', 0)}
        ${flag('ThreadGroup.same_user_on_next_iteration', true)}
        ${flag('ThreadGroup.scheduler', true)}
        ${text('ThreadGroup.duration', seconds)}
        ${text('ThreadGroup.delay', 0)}
        <elementProp name="ThreadGroup.main_controller" elementType="LoopController" guiclass="LoopControlPanel" testclass="LoopController" testname="for ever">
          ${flag('LoopController.continue_forever', false)}
          ${text('LoopController.loops', -1)}
        </elementProp>
      </ThreadGroup>
      <hashTree>
        <CSVDataSet guiclass="TestBeanGUI" testclass="CSVDataSet" testname="planned requests">
          ${text('filename', requestsFile)}
          ${text('fileEncoding', 'UTF-8')}
          ${text('variableNames', 'method,at,path')}
          ${text('delimiter', ',')}
          ${flag('ignoreFirstLine', false)}
          ${flag('quotedData', false)}
          ${flag('recycle', !isOpen)}
          ${flag('stopThread', isOpen)}
          ${text('shareMode', 'shareMode.all')}
        </CSVDataSet>
        <hashTree/>
        <HTTPSamplerProxy guiclass="HttpTestSampleGui" testclass="HTTPSamplerProxy" testname="${variable('method')} ${variable('path')}">
          ${text('HTTPSampler.protocol', 'http')}
          ${text('HTTPSampler.domain', variable('__P(host,127.0.0.1)'))}
          ${text('HTTPSampler.port', variable('__P(port,8080)'))}
          ${text('HTTPSampler.method', variable('method'))}
          ${text('HTTPSampler.path', variable('path'))}
          ${text('HTTPSampler.implementation', 'HttpClient4')}
          ${text('HTTPSampler.connect_timeout', 10_000)}
          ${text('HTTPSampler.response_timeout', 10_000)}
          ${flag('HTTPSampler.use_keepalive', true)}
          ${flag('HTTPSampler.follow_redirects', false)}
          <elementProp name="HTTPsampler.Arguments" elementType="Arguments">
            <collectionProp name="Arguments.arguments"/>
          </elementProp>
        </HTTPSamplerProxy>
        <hashTree>
          <ConstantTimer guiclass="ConstantTimerGui" testclass="ConstantTimer" testname="${isOpen ? 'until it is due' : 'think'}">
            ${text('ConstantTimer.delay', isOpen ? untilDue() : variable('at'))}
          </ConstantTimer>
          <hashTree/>
          <RegexExtractor guiclass="RegexExtractorGui" testclass="RegexExtractor" testname="what the gateway's cache said">
            ${text('RegexExtractor.useHeaders', 'true')}
            ${text('RegexExtractor.refname', 'cache')}
            ${text('RegexExtractor.regex', '(?i)X-Cache: (\\w+)')}
            ${text('RegexExtractor.template', '$1$')}
            ${text('RegexExtractor.default', '')}
            ${flag('RegexExtractor.default_empty_value', true)}
            ${text('RegexExtractor.match_number', 1)}
          </RegexExtractor>
          <hashTree/>
        </hashTree>
      </hashTree>
    </hashTree>
  </hashTree>
</jmeterTestPlan>
`
}

const untilDue = () =>
  variable(`__longSum(${variable('at')},${variable('TESTSTART.MS')},-${variable('__time(,)')})`)

/** What JMeter replaces when it comes to it: a variable or the call of a function. */
const variable = (expression: string): string => `\${${expression}}`

const text = (name: string, value: string | number): string =>
  `<stringProp name="${name}">${value}</stringProp>`
const flag = (name: string, value: boolean): string => `<boolProp name="${name}">${value}</boolProp>`
