using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.Hosting;







try
{
    await CadenzaApplication.Create(args).RunAsync();
    return 0;
}
catch (SettingsException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
