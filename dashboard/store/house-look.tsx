// The look of the pages made with antd: dark, one accent, red kept for what needs action now, words in the page's language.
import { ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/use-language';

const look = {
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: '#3d8bfd',
    colorError: '#ff5a4f',
    colorBgBase: '#0e141b',
    colorBgContainer: '#16202a',
    colorBgElevated: '#1b2631',
    colorBorder: '#2c3b49',
    colorTextPlaceholder: '#8593a0',
    // The fonts are the page's own.
    fontFamily: 'inherit',
    borderRadius: 5,
    // What comes in while a form is open is still to be seen.
    colorBgMask: 'rgb(0 0 0 / 30%)',
    // What is called for is there at once.
    motion: false,
  },
  components: {
    // An empty box is seen on every ground.
    Checkbox: { colorBorder: '#6c8195' },
    // White on it is read at 4.9 to 1.
    Button: { colorPrimary: '#2b6fd1' },
  },
};

export function HouseLook({ children }: { children: ReactNode }) {
  const language = useLanguage();
  return (
    <ConfigProvider
      theme={look}
      locale={language === 'zh-CN' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  );
}
