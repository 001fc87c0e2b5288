// TypeScript under Node: the loader that mocha, the bench and the simulator share.
import { register } from "node:module";
import { pathToFileURL } from "node:url";

register("ts-node/esm", pathToFileURL("./"));
