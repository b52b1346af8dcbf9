@export()
@description('Where Durable Functions keep their task hub: in the storage account, or in a Durable Task Scheduler of its own.')
type durableBackend = 'azureStorage' | 'durableTaskScheduler'

@export()
@description('Memory of an instance in MiB. Its processor grows with it: a quarter, one and two cores.')
type instanceMemory = 512 | 2048 | 4096

@export()
@description('How storage keeps its copies: in one zone, in three zones of the region, or also in a second region.')
type redundancy = 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'

@export()
@description('How large an app may grow, and how much an instance does at once.')
type scaling = {
  @description('The most instances that a function or a group of functions gets. The plan takes 40 to 1000.')
  @minValue(40)
  @maxValue(1000)
  maximumInstances: int

  @description('Memory of an instance.')
  memory: instanceMemory

  @description('Requests that one instance works on at once before the next is started.')
  @minValue(1)
  @maxValue(1000)
  requestsPerInstance: int

  @description('Activities that one instance works on at once. Fewer spread chunks over more instances; more need fewer instances.')
  @minValue(1)
  @maxValue(100)
  activitiesPerInstance: int

  @description('Instances that stay ready for orchestrations and activities. None is cheapest; with none the first step after a silence waits for a start.')
  @minValue(0)
  @maxValue(20)
  alwaysReadyForDurable: int

  @description('Instances that stay ready for requests.')
  @minValue(0)
  @maxValue(20)
  alwaysReadyForRequests: int
}
