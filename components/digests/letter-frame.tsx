/** A mail as a mail program shows it: no script runs in it, and its links open beside it. */
export function LetterFrame({ html, title }: { html: string; title: string }) {
  return (
    <iframe
      className="letter-preview"
      title={title}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcDoc={html.replace("<head>", '<head><base target="_blank">')}
    />
  );
}
