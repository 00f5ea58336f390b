// What a person sees who comes back from the directory; it needs no script and no other file.

/** Goes on to the person's own page at once, and has a link for whoever's browser does not. */
export function cameInPage(path: string): string {
  return page(
    `<meta http-equiv="refresh" content="0; url=${path}">`,
    '已登录',
    `<p><a href="${path}">继续</a></p><p lang="en">You are signed in. <a href="${path}">Go on</a></p>`,
  );
}

/** Why nobody came in, and what to do. */
export function notInPage(reason: 'no_directory' | 'away' | 'no_way' | 'refused' | 'nobody'): string {
  const [zh, en] = words[reason];
  const back = '<p><a href="/sign-in">返回登录 · Back to sign-in</a></p>';
  return page('', '未能登录', `<p>${zh}</p><p lang="en">${en}</p>${back}`);
}

const words = {
  no_directory: [
    '本系统没有连接单位目录，请用登录名和密码登录。',
    'No directory is connected here. Sign in by name and password.',
  ],
  away: [
    '单位目录暂时没有应答，请稍后再试，或用登录名和密码登录。',
    'The directory does not answer now. Try again later, or sign in by name and password.',
  ],
  no_way: [
    '这次登录不是从本页面开始的，或已超过 10 分钟。请重新登录。',
    'This sign-in did not begin here, or took longer than 10 minutes. Begin again.',
  ],
  refused: ['单位目录没有确认您的身份。请重新登录。', 'The directory did not say who you are. Begin again.'],
  nobody: [
    '单位目录认识您，但本系统还没有您的账号。请联系管理员。',
    'The directory knows you, and you have no account here yet. Ask your administrator.',
  ],
} as const;

function page(head: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}
<title>${title}</title>
<style>
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #0b1622; color: #e8eef5;
  font: 18px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
p { margin: .3rem 0; }
a { color: #7cc4ff; }
[lang=en] { color: #9fb2c6; font-size: 1rem; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}
