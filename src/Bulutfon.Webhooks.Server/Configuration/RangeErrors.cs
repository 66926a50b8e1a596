using System.ComponentModel.DataAnnotations;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>What the attributes of an options' class say, each error behind its key.</summary>
internal static class RangeErrors
{
    public static IEnumerable<string> In(object options, string section)
    {
        var outOfRange = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), outOfRange, validateAllProperties: true);
        return outOfRange.Select(result => $"{section}:{result.MemberNames.First()}: {result.ErrorMessage}");
    }
}
