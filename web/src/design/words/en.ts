export const design = {
  loading: "One moment…",
  noAnswer: "The desk does not answer. Look at your connection and try again.",
  noAnswerTyped: "The desk does not answer. What you typed is still here. Look at your connection and try again.",
  retry: "Try again",
  explained: "What this means",
  number: "Number of this request:",
  more: "Show more",
  copy: "Copy",
  copied: "Copied.",
  notCopied: "Could not copy. Select the text and copy it yourself.",
  cancel: "Cancel",
} as const;
