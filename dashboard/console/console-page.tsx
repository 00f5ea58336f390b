// /console: the operators' and leaders' page; dark antd around the control room, once there is a picture.
import { ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language';
import { usePicture } from '../store/live-context';
import './console.css';
import { ControlRoom } from './control-room';
import '../incidents/queue.css';
import '../incidents/incident.css';
import '../dispatch/dispatch.css';
import '../incidents/timeline.css';
import './lists.css';

/** One accent; red is kept for what needs action now. The fonts are the page's own. */
const look = {
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: '#3d8bfd',
    colorError: '#ff5a4f',
    colorBgBase: '#0e141b',
    colorBgContainer: '#16202a',
    colorBgElevated: '#1b2631',
    colorBorder: '#2c3b49',
    fontFamily: 'inherit',
    borderRadius: 5,
    // What comes in while a form is open is still to be seen.
    colorBgMask: 'rgb(0 0 0 / 30%)',
    // What is called for is there at once.
    motion: false,
  },
};

export default function ConsolePage() {
  const { t } = useTranslation('console');
  const language = useLanguage();
  const picture = usePicture();
  return (
    <ConfigProvider
      theme={look}
      locale={language === 'zh-CN' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      {picture === null ? (
        <main className="plain-page">
          <h1>{t('connecting')}</h1>
        </main>
      ) : (
        <ControlRoom picture={picture} />
      )}
    </ConfigProvider>
  );
}
