@description('The region.')
param location string

@description('The tags.')
param tags object

@description('Resource id of Application Insights.')
param insightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'cadenza-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Cadenza'
    category: 'workbook'
    sourceId: insightsId
    serializedData: loadTextContent('../workbook.json')
  }
}
