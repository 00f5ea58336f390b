// What a person sees who opens a sign-in link that no longer works; it needs no script and no other file.

export const usedLinkPage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>链接已失效 · This link no longer works</title>
<style>
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #0b1622; color: #e8eef5;
  font: 18px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
p { margin: .3rem 0; }
[lang=en] { color: #9fb2c6; font-size: 1rem; }
</style>
</head>
<body>
<main>
<h1>登录链接已失效</h1>
<p>每个链接只能使用一次，并在 24 小时后过期。</p>
<p>请在服务器上重新启动海西天网，使用新打印的链接。</p>
<p lang="en"><br>This sign-in link has been used, has expired, or never was. Each one works once, for 24 hours.
Start Haixi Skynet again on the server and open one of the links it prints.</p>
</main>
</body>
</html>
`;
