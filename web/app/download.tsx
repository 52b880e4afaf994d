import { Button } from "@mantine/core";

interface DownloadProps {
  readonly name: string;
  /** The file, or what makes it once it is asked for. */
  readonly text: string | (() => string);
  readonly children: string;
}

/** Gives a text as a file, made in this browser. */
export function Download({ name, text, children }: DownloadProps) {
  return (
    <Button
      variant="default"
      size="xs"
      onClick={() => {
        const file = new Blob([typeof text === "string" ? text : text()], { type: "text/plain" });
        const address = URL.createObjectURL(file);
        const link = Object.assign(document.createElement("a"), { href: address, download: name });
        link.click();
        URL.revokeObjectURL(address);
      }}
    >
      {children}
    </Button>
  );
}
