// Loaded into web and worker before anything else: when the supervisor is killed they stop as if it had told them to.
process.channel?.unref();
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
// Programs that Next starts must not load this: their channel is all that keeps them running.
process.execArgv = [];
