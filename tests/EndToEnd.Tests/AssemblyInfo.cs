// Every test has an app and a mail server of its own beside it: two at once is what two cores carry.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
