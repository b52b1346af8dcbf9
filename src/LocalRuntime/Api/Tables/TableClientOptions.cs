using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Transport, retry and diagnostics settings of table clients.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>Options for a version of the service.</summary>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        if (serviceVersion is not (ServiceVersion.V2019_02_02 or ServiceVersion.V2020_12_06))
            throw new ArgumentOutOfRangeException(nameof(serviceVersion));
        VersionHeader = serviceVersion == ServiceVersion.V2019_02_02 ? "2019-02-02" : "2020-12-06";
    }

    /// <summary>Versions of the table service.</summary>
    public enum ServiceVersion
    {
        /// <summary>2019-02-02.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06.</summary>
        V2020_12_06 = 2,
    }

    internal string VersionHeader { get; }
}
