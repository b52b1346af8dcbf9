using System.Globalization;

namespace Cadenza.Functions.Leads.Intake;

/// <summary>What is wrong with rows, by column and kind, with the numbers of the rows: one line for a thousand alike (C8).</summary>
internal sealed class LeadRowFaults
{
    private const int MaxKinds = 100;
    private const int MaxShown = 20;
    private readonly OrderedDictionary<(string Column, string Fault), Group> _groups = [];

    /// <summary>How many rows are wrong.</summary>
    public int Rows { get; private set; }

    /// <summary>Notes one row.</summary>
    public void Add(int row, string column, string fault)
    {
        Rows++;
        if (!_groups.TryGetValue((column, fault), out var group))
        {
            if (_groups.Count == MaxKinds) return;
            _groups[(column, fault)] = group = new Group();
        }

        group.Count++;
        if (group.Shown.Count < MaxShown) group.Shown.Add(row);
    }

    /// <summary>The faults by place: <c>/rows/phone_number</c>, and which rows have them.</summary>
    public Dictionary<string, string[]> ToErrors() => _groups
        .GroupBy(group => group.Key.Column.Length == 0 ? "/rows" : "/rows/" + Escape(group.Key.Column))
        .ToDictionary(place => place.Key, place => place.Select(group => Words(group.Key.Fault, group.Value)).ToArray());

    private static string Words(string fault, Group group)
    {
        var rows = string.Join(", ", group.Shown.Select(row => row.ToString(CultureInfo.InvariantCulture)));
        var more = group.Count > group.Shown.Count ? $" and {group.Count - group.Shown.Count} more" : "";
        return $"{fault}: {(group.Count == 1 ? "row" : "rows")} {rows}{more}";
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private sealed class Group
    {
        public int Count { get; set; }

        public List<int> Shown { get; } = [];
    }
}
