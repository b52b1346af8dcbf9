@description('What names end with.')
param token string

@description('The region.')
param location string

@description('The tags.')
param tags object

@description('Resource id of Application Insights.')
param insightsId string

@description('What is asked whether the app is ready.')
param healthUrl string

@description('Who is told; empty is nobody.')
param email string

// What each looks for within its window, and how many findings there may be.
var rules = [
  {
    name: 'poison'
    title: 'Messages were set aside'
    text: 'A queue message failed five times, or held no event. It is in the queue that ends with -poison. See docs/operations.md.'
    severity: 2
    window: 'PT15M'
    query: loadTextContent('../queries/poison.kql')
  }
  {
    name: 'late'
    title: 'The sweep finds work that is late'
    text: 'Drivers were more than two minutes overdue when the sweep woke them. See docs/operations.md.'
    severity: 2
    window: 'PT15M'
    query: loadTextContent('../queries/late.kql')
  }
  {
    name: 'silent'
    title: 'The sweep does not run'
    text: 'No sweep was told of for a quarter of an hour. See docs/operations.md.'
    severity: 1
    window: 'PT15M'
    query: loadTextContent('../queries/silent.kql')
  }
  {
    name: 'failures'
    title: 'Requests fail'
    text: 'More than one request in a hundred, and more than five, were answered with 5xx. See docs/operations.md.'
    severity: 1
    window: 'PT15M'
    query: loadTextContent('../queries/failures.kql')
  }
]

// What answers from outside: the plan has no health check of its own.
var locations = ['emea-nl-ams-azr', 'us-va-ash-azr', 'apac-sg-sin-azr']

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'cadenza'
    emailReceivers: empty(email) ? [] : [
      { name: 'operators', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'alert-${rule.name}-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.title
    description: rule.text
    severity: rule.severity
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: 'PT15M'
    windowSize: rule.window
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}]

resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'ready-${token}'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'ready-${token}'
    Name: 'Is Cadenza ready?'
    Kind: 'standard'
    Enabled: true
    Frequency: 900
    Timeout: 60
    RetryEnabled: true
    Locations: [for place in locations: { Id: place }]
    Request: { HttpVerb: 'GET', RequestUrl: healthUrl, ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource unavailable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-ready-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Two of three places get no 200 from /health/ready. See docs/operations.md.'
    severity: 1
    enabled: true
    scopes: [test.id, insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: people.id }]
  }
}
