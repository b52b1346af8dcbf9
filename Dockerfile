# For those who host it themselves: the app on Microsoft's image of the Functions host. See docs/kubernetes.md.
# Tags are followed and digests are not pinned: the registry could not be asked for them where this was written. Whoever
# builds it for good pins both images to what they have tried.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish src/Functions -p:PublishProfile=ReadyToRun --output /app

FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true
COPY --from=build /app /home/site/wwwroot
EXPOSE 80
