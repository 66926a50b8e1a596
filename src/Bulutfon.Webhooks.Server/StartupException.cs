namespace Bulutfon.Webhooks.Server;

/// <summary>The server cannot start, for a reason that its sysadmin can mend. Printed without a stack trace.</summary>
internal class StartupException(string message, Exception? inner = null) : Exception(message, inner);
