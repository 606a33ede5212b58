/** What the strict compiler does not see: promises nobody waits for, hooks out of order, elements not all can use. */

import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist", "src/api/schema.d.ts", "eslint.config.js"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [
      typescript.configs.strictTypeChecked,
      hooks.configs.flat["recommended-latest"],
      a11y.flatConfigs.strict,
    ],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Numbers and the words of the desk are written into texts.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An event of the page does not wait for what it begins; what fails is shown by who began it.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ["tests/**", "src/**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: ["test", "suite"], package: "node:test" }] },
      ],
      // What a check has narrowed may be looked at with the same care as before it.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/require-await": "off",
    },
  },
);
