// Waits until whoever started it is gone, killed or not, then ends what is still running in the folder and deletes that.
import { cleanUp } from "./stragglers.ts";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("no folder was named");
process.stdin.resume();
process.stdin.once("close", () => cleanUp(folder));
