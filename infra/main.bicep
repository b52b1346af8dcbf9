import { durableBackend, redundancy, scaling } from 'types.bicep'

targetScope = 'subscription'

@description('What this deployment is called. Every name has a token that follows from it, from the subscription and from the region.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The region. It must have the Flex Consumption plan.')
@minLength(1)
param location string

@description('Object id of who deploys; may read and write secrets of the vault. Empty gives nobody that right.')
param principalId string = ''

@description('What that id stands for.')
param principalType 'User' | 'Group' | 'ServicePrincipal' = 'User'

@description('How large the app may grow.')
param scale scaling = {
  maximumInstances: 40
  memory: 2048
  requestsPerInstance: 50
  activitiesPerInstance: 8
  alwaysReadyForDurable: 1
  alwaysReadyForRequests: 0
}

@description('How storage keeps its copies.')
param storageRedundancy redundancy = 'Standard_ZRS'

@description('Where the task hub is. The Durable Task Scheduler needs a package that the app does not have; see README.md.')
param backend durableBackend = 'azureStorage'

@description('Whether storage and vault are reached through a virtual network alone.')
param privateNetwork bool = false

@description('Where alerts go. Empty: they are only shown in the portal.')
param alertEmail string = ''

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 30

@description('More app settings, by name: those of the providers, for example. No secrets.')
param settings object = {}

@description('App settings whose values are secrets of the vault: names of secrets by names of settings.')
param vaultSettings object = {}

@description('Key of the first caller. The first deployment makes it; later ones leave it alone.')
@secure()
@minLength(20)
param bootstrapKey string = replace('${newGuid()}${newGuid()}', '-', '')

@description('Key that encrypts secrets in storage. The first deployment makes it; later ones leave it alone.')
@secure()
@minLength(32)
param encryptionKey string = replace('${newGuid()}${newGuid()}', '-', '')

@description('Secret that signs links and cursors. The first deployment makes it; later ones leave it alone.')
@secure()
@minLength(20)
param signingKey string = replace('${newGuid()}${newGuid()}', '-', '')

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    skuName: storageRedundancy
    identityPrincipalId: identity.outputs.principalId
    isPrivate: privateNetwork
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    identityPrincipalId: identity.outputs.principalId
    operatorPrincipalId: principalId
    operatorPrincipalType: principalType
    isPrivate: privateNetwork
    bootstrapKey: bootstrapKey
    encryptionKey: encryptionKey
    signingKey: signingKey
  }
}

module endpoints 'modules/endpoints.bicep' = if (privateNetwork) {
  scope: group
  params: {
    location: location
    tags: tags
    networkName: 'vnet-${token}'
    subnetId: network!.outputs.endpointsSubnetId
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    retentionInDays: logRetentionInDays
    identityPrincipalId: identity.outputs.principalId
  }
}

module scheduler 'modules/scheduler.bicep' = if (backend == 'durableTaskScheduler') {
  scope: group
  params: {
    name: 'dts-${token}'
    location: location
    tags: tags
    identityPrincipalId: identity.outputs.principalId
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageEndpoints: storage.outputs.endpoints
    packageContainer: storage.outputs.packageContainer
    vaultUri: vault.outputs.uri
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    scale: scale
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    schedulerEndpoint: backend == 'durableTaskScheduler' ? scheduler!.outputs.endpoint : ''
    schedulerTaskHub: backend == 'durableTaskScheduler' ? scheduler!.outputs.taskHub : ''
    settings: settings
    vaultSettings: vaultSettings
  }
  // Without its network the app would start and find nothing.
  dependsOn: [endpoints]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    healthUrl: 'https://${app.outputs.hostName}/health/ready'
    email: alertEmail
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
  }
}

@description('Where the app answers.')
output CADENZA_URL string = 'https://${app.outputs.hostName}'

@description('The vault that has the key of the first caller, as the secret bootstrap-key.')
output CADENZA_VAULT string = vault.outputs.name

@description('The app, for az functionapp.')
output CADENZA_APP string = app.outputs.name

@description('The group that has everything.')
output CADENZA_GROUP string = group.name

@description('The storage account, for az storage.')
output CADENZA_STORAGE string = storage.outputs.name
