import { SMTPServer } from "smtp-server";
import { expect, expectAccessible, test } from "#e2e/fixtures";

test("Alice checks the credentials of a mail server before and after she saves them, and nobody gets a mail", async ({
  console: page,
}) => {
  const mail = await startMailServer("correct horse");
  await page.goto("/integrations");
  await page.getByRole("link", { name: "Add Email integration" }).click();
  await page.getByLabel("To", { exact: true }).fill("ops@example.com");
  await page.getByLabel("From", { exact: true }).fill("tocsin@example.com");
  await page.getByLabel("SMTP server").fill("127.0.0.1");
  await page.getByLabel("Port").fill(String(mail.port));
  await page.getByLabel("Security").selectOption("None");
  await page.getByLabel("User name").fill("tocsin");
  await page.getByLabel("Password").fill("wrong");

  const check = page.getByRole("button", { name: "Check credentials" });
  await check.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("The credentials were refused")).toBeVisible();
  await expect(page.getByText(/The mail server answered: 535/)).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Password").fill("correct horse");
  await expect(page.getByText("The settings have changed since")).toBeVisible();
  await check.click();
  await expect(page.getByText("The credentials work")).toBeVisible();
  await page.getByRole("button", { name: "Add integration" }).click();
  await expect(page.getByText("Stored, and never shown again")).toBeVisible();

  await check.click();
  await expect(page.getByText("The credentials work"), "by what is stored").toBeVisible();
  await mail.close();
  await check.click();
  await expect(page.getByText("The credentials could not be checked")).toBeVisible();
  await expectAccessible(page);
  expect(mail.mails()).toBe(0);
});

async function startMailServer(password: string) {
  let mails = 0;
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: (given, _session, done) =>
      given.password === password
        ? done(null, { user: given.username })
        : done(Object.assign(new Error("5.7.8 Wrong user name or password."), { responseCode: 535 })),
    onData(stream, _session, done) {
      mails++;
      stream.resume().on("end", () => done());
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    mails: () => mails,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
