@description('Name of the identity that the app has.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Its resource id.')
output id string = identity.id

@description('By which roles know it.')
output principalId string = identity.properties.principalId

@description('By which the app asks for tokens.')
output clientId string = identity.properties.clientId
