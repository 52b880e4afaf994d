/** Blocks of words: those of the frame, and what else a screen says. Each is a folder with a file per language. */
export const BLOCKS = [
  "core",
  "acts",
  "situating",
  "judging",
  "closing",
  "reviewing",
  "signing",
  "account",
  "agreeing",
  "comparing",
  "guaranteeing",
  "keeping",
  "reporting",
  "importing",
  "administering",
  "touring",
  "warning",
] as const;
export type Block = (typeof BLOCKS)[number];
