import { Button } from "@mantine/core";

/** Gives a text as a file, made in this browser. */
export function Download({ name, text, children }: { name: string; text: string; children: string }) {
  return (
    <Button
      variant="default"
      size="xs"
      onClick={() => {
        const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
        const link = Object.assign(document.createElement("a"), { href: address, download: name });
        link.click();
        URL.revokeObjectURL(address);
      }}
    >
      {children}
    </Button>
  );
}
