// Words of the operators' console, in Chinese.
export const console = {
  queue: '警情队列',
} as const;
