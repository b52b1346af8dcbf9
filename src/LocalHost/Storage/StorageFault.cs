using Azure;

namespace Cadenza.LocalHost.Storage;

/// <summary>A refusal as the storage services word it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The service's error code.</param>
/// <param name="Message">The sentence a person reads.</param>
internal sealed record StorageFault(int Status, string Code, string Message)
{
    public static readonly StorageFault TableNotFound = new(404, nameof(TableNotFound), "The table specified does not exist.");
    public static readonly StorageFault TableAlreadyExists = new(409, nameof(TableAlreadyExists), "The table specified already exists.");
    public static readonly StorageFault ResourceNotFound = new(404, nameof(ResourceNotFound), "The specified resource does not exist.");
    public static readonly StorageFault EntityAlreadyExists = new(409, nameof(EntityAlreadyExists), "The specified entity already exists.");
    public static readonly StorageFault UpdateConditionNotSatisfied = new(412, nameof(UpdateConditionNotSatisfied), "The update condition specified in the request was not satisfied.");
    public static readonly StorageFault EntityTooLarge = new(400, nameof(EntityTooLarge), "The entity is larger than the maximum allowed size of 1 MiB.");
    public static readonly StorageFault RequestBodyTooLarge = new(413, nameof(RequestBodyTooLarge), "The request body is too large: a transaction holds at most 4 MiB.");
    public static readonly StorageFault PropertyValueTooLarge = new(400, nameof(PropertyValueTooLarge), "A property value is larger than the maximum allowed size of 64 KiB.");
    public static readonly StorageFault PropertyNameTooLong = new(400, nameof(PropertyNameTooLong), "A property name is longer than 255 characters.");
    public static readonly StorageFault PropertyNameInvalid = new(400, nameof(PropertyNameInvalid), "A property name is not an identifier.");
    public static readonly StorageFault TooManyProperties = new(400, nameof(TooManyProperties), "The entity has more than 252 properties beside its keys and timestamp.");
    public static readonly StorageFault KeyValueTooLarge = new(400, nameof(KeyValueTooLarge), "A partition key or row key is larger than 1 KiB.");
    public static readonly StorageFault PropertiesNeedValue = new(400, nameof(PropertiesNeedValue), "Partition key and row key must have a value.");
    public static readonly StorageFault OutOfRangeInput = new(400, nameof(OutOfRangeInput), "One of the request inputs is out of range: keys may not hold / \\ # ? or control characters, times not be before 1601.");
    public static readonly StorageFault InvalidResourceName = new(400, nameof(InvalidResourceName), "The specified resource name contains invalid characters or has an invalid length.");
    public static readonly StorageFault InvalidDuplicateRow = new(400, nameof(InvalidDuplicateRow), "A transaction may name a row only once.");
    public static readonly StorageFault CommandsInBatchActOnDifferentPartitions = new(400, nameof(CommandsInBatchActOnDifferentPartitions), "All actions of a transaction must be in one partition.");
    public static readonly StorageFault TooManyActions = new(400, "InvalidInput", "A transaction holds at most 100 actions.");
    public static readonly StorageFault QueueNotFound = new(404, nameof(QueueNotFound), "The specified queue does not exist.");
    public static readonly StorageFault QueueAlreadyExists = new(409, nameof(QueueAlreadyExists), "The specified queue already exists with other metadata.");
    public static readonly StorageFault MessageNotFound = new(404, nameof(MessageNotFound), "The specified message does not exist.");
    public static readonly StorageFault PopReceiptMismatch = new(400, nameof(PopReceiptMismatch), "The specified pop receipt did not match the pop receipt for a dequeued message.");
    public static readonly StorageFault MessageTooLarge = new(413, "RequestBodyTooLarge", "The message is larger than 64 KiB.");

    public static StorageFault InvalidInput(string message) => new(400, nameof(InvalidInput), message);

    public static StorageFault OutOfRangeQuery(string message) => new(400, "OutOfRangeQueryParameterValue", message);

    public RequestFailedException ToException() =>
        new(Status, $"{Message}\nStatus: {Status}\nErrorCode: {Code}", Code, null);
}
