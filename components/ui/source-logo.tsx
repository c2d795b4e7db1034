import {
  siBetterstack,
  siBitbucket,
  siCloudflare,
  siDatadog,
  siDiscord,
  siDynatrace,
  siElastic,
  siGithub,
  siGitlab,
  siGooglechat,
  siGooglecloud,
  siGrafana,
  siIcinga,
  siJira,
  siKibana,
  siNetdata,
  siNewrelic,
  siOpsgenie,
  siPagerduty,
  siPingdom,
  siPrometheus,
  siResend,
  siSentry,
  siSplunk,
  siStatuspage,
  siSumologic,
  siTelegram,
  siUptimekuma,
  siVercel,
  siWhatsapp,
} from "simple-icons";
import { twMerge } from "tailwind-merge";
import { initials } from "#lib/format";

const known = new Map(
  [
    siBetterstack,
    siBitbucket,
    siCloudflare,
    siDatadog,
    siDiscord,
    siDynatrace,
    siElastic,
    siGithub,
    siGitlab,
    siGooglechat,
    siGooglecloud,
    siGrafana,
    siIcinga,
    siJira,
    siKibana,
    siNetdata,
    siNewrelic,
    siOpsgenie,
    siPagerduty,
    siPingdom,
    siPrometheus,
    siResend,
    siSentry,
    siSplunk,
    siStatuspage,
    siSumologic,
    siTelegram,
    siUptimekuma,
    siVercel,
    siWhatsapp,
  ].map((icon) => [icon.slug, icon.path]),
);

type Props = {
  /** The simple-icons slug, where the vendor has a logo there. */
  icon?: string | undefined;
  name: string;
  size?: "small" | "medium" | "large";
  className?: string;
};

const sizes = {
  small: "size-6 text-[10px] [&_svg]:size-3.5",
  medium: "size-8 text-xs [&_svg]:size-4.5",
  large: "size-10 text-sm [&_svg]:size-6",
};

/** A vendor's mark in the colour of the text, else a tile with its initials. Its name stands beside it, so readers skip it. */
export function SourceLogo({ icon, name, size = "medium", className }: Props) {
  const path = icon ? known.get(icon) : undefined;
  return (
    <span
      aria-hidden="true"
      className={twMerge(
        "inline-flex shrink-0 items-center justify-center rounded-md border bg-surface font-medium text-muted",
        sizes[size],
        className,
      )}
    >
      {path ? (
        <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
          <path d={path} />
        </svg>
      ) : (
        initials(name)
      )}
    </span>
  );
}
