@description('Name of the scheduler.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('The identity of the app.')
param identityPrincipalId string

var dataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // An empty list lets nobody in. Tokens decide who may do what.
    ipAllowlist: ['0.0.0.0/0']
  }

  resource hub 'taskHubs' = {
    name: 'cadenza'
  }
}

resource contributes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: scheduler
  name: guid(scheduler.id, identityPrincipalId, dataContributor)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
    description: 'Durable Task Data Contributor'
  }
}

@description('Its address.')
output endpoint string = scheduler.properties.endpoint

@description('Its task hub.')
output taskHub string = scheduler::hub.name
