export const start = {
  title: "Start",
  lead: "Good day, {{name}}. What do you want to see to?",
} as const;
