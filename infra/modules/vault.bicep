@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('The identity of the app; may read secrets.')
param identityPrincipalId string

@description('Who may read and write secrets; empty is nobody.')
param operatorPrincipalId string

@description('What that is.')
param operatorPrincipalType 'User' | 'Group' | 'ServicePrincipal'

@description('Whether it is reached by a private endpoint alone.')
param isPrivate bool

@description('The key of the first caller, for the first deployment.')
@secure()
param bootstrapKey string

@description('The key that encrypts secrets in storage, for the first deployment.')
@secure()
param encryptionKey string

@description('The secret that signs, for the first deployment.')
@secure()
param signingKey string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // What is lost with the encryption key is lost for good.
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

@onlyIfNotExists()
resource bootstrap 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'bootstrap-key'
  properties: { value: bootstrapKey }
}

@onlyIfNotExists()
resource encryption 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'encryption-key'
  properties: { value: encryptionKey }
}

@onlyIfNotExists()
resource signing 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'signing-key'
  properties: { value: signingKey }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identityPrincipalId, secretsUser)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    description: 'Key Vault Secrets User'
  }
}

resource operates 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  scope: vault
  name: guid(vault.id, operatorPrincipalId, secretsOfficer)
  properties: {
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
    description: 'Key Vault Secrets Officer'
  }
}

@description('Its name.')
output name string = vault.name

@description('Its resource id.')
output id string = vault.id

@description('Its address, which ends with a slash.')
output uri string = vault.properties.vaultUri
