/** `t` knows each key, and which values its sentence needs. */

import "i18next";

import type { en } from "./en.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}
