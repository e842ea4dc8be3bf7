import ReactMarkdown from "react-markdown";

const allowed = ["p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "br", "h2", "h3", "h4"];

/** Markdown of the record: text, lists, quotes and links. Anything else in it is shown as its words. */
export function Markdown({ text, className = "prose" }: { text: string; className?: string }) {
  return (
    <div className={className}>
      <ReactMarkdown
        skipHtml
        allowedElements={allowed}
        unwrapDisallowed
        urlTransform={(url) => (/^https?:\/\//i.test(url) ? url : "")}
        components={{
          p: ({ children }) => <p dir="auto">{children}</p>,
          li: ({ children }) => <li dir="auto">{children}</li>,
          blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
          a: ({ href, children }) =>
            href ? (
              <a href={href} rel="nofollow">
                {children}
              </a>
            ) : (
              children
            ),
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
