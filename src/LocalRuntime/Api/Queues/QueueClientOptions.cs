using Azure.Core;

namespace Azure.Storage.Queues;

/// <summary>Message encoding, transport, retry and diagnostics settings of queue clients.</summary>
public class QueueClientOptions : ClientOptions
{
    /// <summary>Options for a version of the service.</summary>
    public QueueClientOptions(ServiceVersion version = ServiceVersion.V2021_08_06)
    {
        if (!Enum.IsDefined(version)) throw new ArgumentOutOfRangeException(nameof(version));
        Version = version;
    }

    /// <summary>Versions of the queue service.</summary>
    public enum ServiceVersion
    {
        /// <summary>2019-02-02.</summary>
        V2019_02_02 = 1,

        /// <summary>2019-07-07.</summary>
        V2019_07_07 = 2,

        /// <summary>2019-12-12.</summary>
        V2019_12_12 = 3,

        /// <summary>2020-02-10.</summary>
        V2020_02_10 = 4,

        /// <summary>2020-04-08.</summary>
        V2020_04_08 = 5,

        /// <summary>2020-06-12.</summary>
        V2020_06_12 = 6,

        /// <summary>2020-08-04.</summary>
        V2020_08_04 = 7,

        /// <summary>2020-10-02.</summary>
        V2020_10_02 = 8,

        /// <summary>2020-12-06.</summary>
        V2020_12_06 = 9,

        /// <summary>2021-02-12.</summary>
        V2021_02_12 = 10,

        /// <summary>2021-04-10.</summary>
        V2021_04_10 = 11,

        /// <summary>2021-06-08.</summary>
        V2021_06_08 = 12,

        /// <summary>2021-08-06.</summary>
        V2021_08_06 = 13,
    }

    /// <summary>The version of the service.</summary>
    public ServiceVersion Version { get; }

    /// <summary>How bodies are stored; <see cref="QueueMessageEncoding.None"/> unless set.</summary>
    public QueueMessageEncoding MessageEncoding { get; set; }

    internal string VersionHeader => Version.ToString()[1..].Replace('_', '-');
}
