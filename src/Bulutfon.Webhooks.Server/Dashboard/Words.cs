namespace Bulutfon.Webhooks.Server.Dashboard;

/// <summary>The texts of the page: <c>Words.resx</c> in English, <c>Words.tr.resx</c> in Turkish.</summary>
internal sealed class Words;
