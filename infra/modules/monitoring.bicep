@description('What names end with.')
param token string

@description('The region.')
param location string

@description('The tags.')
param tags object

@description('Days for which logs are kept.')
param retentionInDays int

@description('The identity of the app; may send telemetry.')
param identityPrincipalId string

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionInDays
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // The connection string says where to send; who may is decided by the role.
    DisableLocalAuth: true
  }
}

resource publishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identityPrincipalId, metricsPublisher)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
    description: 'Monitoring Metrics Publisher'
  }
}

@description('Resource id of Application Insights.')
output insightsId string = insights.id

@description('Where telemetry goes; no secret, since keys are off.')
output insightsConnectionString string = insights.properties.ConnectionString
