import { scaling } from '../types.bicep'

@description('Name of the app.')
param name string

@description('Name of its plan.')
param planName string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('Resource id of the identity that it has.')
param identityId string

@description('By which it asks for tokens.')
param identityClientId string

@description('Addresses of the storage account: blob, queue, table.')
param storageEndpoints { blob: string, queue: string, table: string }

@description('The container with its package.')
param packageContainer string

@description('Address of the vault, which ends with a slash.')
param vaultUri string

@description('Where telemetry goes.')
param insightsConnectionString string

@description('How large it may grow.')
param scale scaling

@description('Where it is in a virtual network; empty is nowhere.')
param subnetId string

@description('Address of the Durable Task Scheduler; empty keeps the task hub in storage.')
param schedulerEndpoint string

@description('Task hub of the scheduler.')
param schedulerTaskHub string

@description('More settings, by name.')
param settings object

@description('Names of secrets of the vault, by names of settings.')
param vaultSettings object

// The runtime and its version stand in functionAppConfig: on this plan FUNCTIONS_WORKER_RUNTIME and
// FUNCTIONS_EXTENSION_VERSION must not be set.
var ownSettings = {
  AzureWebJobsStorage__blobServiceUri: storageEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storageEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storageEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  OTEL_SERVICE_NAME: 'cadenza'
  Cadenza__BootstrapKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/bootstrap-key)'
  Security__EncryptionKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/encryption-key)'
  Security__SigningKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/signing-key)'
  // Instead of the value of host.json, which is for one machine; the plan starts instances by it too.
  AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: string(scale.activitiesPerInstance)
}

var schedulerSettings = empty(schedulerEndpoint) ? {} : {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  AzureFunctionsJobHost__extensions__durableTask__hubName: schedulerTaskHub
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
}

var secrets = mapValues(vaultSettings, secret => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret})')

var readyGroups = [
  { name: 'durable', instanceCount: scale.alwaysReadyForDurable }
  { name: 'http', instanceCount: scale.alwaysReadyForRequests }
]

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storageEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: scale.maximumInstances
        instanceMemoryMB: scale.memory
        alwaysReady: filter(readyGroups, group => group.instanceCount > 0)
        triggers: {
          http: { perInstanceConcurrency: scale.requestsPerInstance }
        }
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, secrets, ownSettings, schedulerSettings)
  }

  // Who deploys shows a token; names and passwords are off.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

@description('Its name.')
output name string = app.name

@description('Where it answers.')
output hostName string = app.properties.defaultHostName
