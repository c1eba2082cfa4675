/** All kinds of requests of the table, by name. */
import type { Doing } from "./doing";
import { objectWrites } from "./object-writes";
import { reads } from "./reads";
import { settingWrites } from "./setting-writes";
import { uploads } from "./uploads";

const all = { ...reads, ...objectWrites, ...uploads, ...settingWrites };

export type What = keyof typeof all;
export const whats: Record<What, Doing> = all;
