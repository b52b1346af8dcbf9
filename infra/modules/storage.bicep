import { redundancy } from '../types.bicep'

@description('Name of the account.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('How it keeps its copies.')
param skuName redundancy

@description('The identity of the app.')
param identityPrincipalId string

@description('Whether it is reached by private endpoints alone.')
param isPrivate bool

var packageContainerName = 'app-package'

// What the host and the app do with the account decides the roles; each holds for this account alone.
// Blobs: the host's locks and secrets, leases of the task hub, the package. The host asks for the owner's role.
// Queues: triggers, doorbells, the task hub. Tables: the rows, the task hub.
var roles = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
    }

    resource packages 'containers' = {
      name: packageContainerName
      properties: { publicAccess: 'None' }
    }
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  scope: account
  name: guid(account.id, identityPrincipalId, role.value)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    description: role.key
  }
}]

@description('Its name.')
output name string = account.name

@description('Its resource id.')
output id string = account.id

@description('The container that the app is deployed to.')
output packageContainer string = packageContainerName

@description('Its addresses: blob, queue, table.')
output endpoints { blob: string, queue: string, table: string } = {
  blob: account.properties.primaryEndpoints.blob
  queue: account.properties.primaryEndpoints.queue
  table: account.properties.primaryEndpoints.table
}
