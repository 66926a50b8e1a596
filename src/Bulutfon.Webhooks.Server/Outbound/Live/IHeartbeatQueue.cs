namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>Where heartbeats wait among what a stream has to send.</summary>
internal interface IHeartbeatQueue
{
    /// <summary>Adds one; a full queue needs none.</summary>
    void Beat();
}
