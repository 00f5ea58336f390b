// Words of the officers' tablet, in Chinese.
export const patrol = {
  title: '巡逻',
} as const;
