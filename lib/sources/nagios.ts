import { z } from "zod";
import { readNotification } from "#lib/reading/nagios-notification";
import { defineSource } from "#lib/sources/contract";

const setup = `
1. Add two commands, for example in \`/usr/local/nagios/etc/objects/tocsin.cfg\` (name the file in \`nagios.cfg\`):

   \`\`\`sh
   define command {
     command_name notify-host-by-tocsin
     command_line /usr/bin/curl -fsS -m 15 --retry 3 "{url}" --data-urlencode "NOTIFICATIONTYPE=$NOTIFICATIONTYPE$" --data-urlencode "HOSTNAME=$HOSTNAME$" --data-urlencode "HOSTADDRESS=$HOSTADDRESS$" --data-urlencode "HOSTSTATE=$HOSTSTATE$" --data-urlencode "HOSTOUTPUT=$HOSTOUTPUT$" --data-urlencode "NOTIFICATIONAUTHOR=$NOTIFICATIONAUTHOR$" --data-urlencode "NOTIFICATIONCOMMENT=$NOTIFICATIONCOMMENT$" --data-urlencode "TIMET=$TIMET$"
   }

   define command {
     command_name notify-service-by-tocsin
     command_line /usr/bin/curl -fsS -m 15 --retry 3 "{url}" --data-urlencode "NOTIFICATIONTYPE=$NOTIFICATIONTYPE$" --data-urlencode "HOSTNAME=$HOSTNAME$" --data-urlencode "HOSTADDRESS=$HOSTADDRESS$" --data-urlencode "SERVICEDESC=$SERVICEDESC$" --data-urlencode "SERVICESTATE=$SERVICESTATE$" --data-urlencode "SERVICEOUTPUT=$SERVICEOUTPUT$" --data-urlencode "NOTIFICATIONAUTHOR=$NOTIFICATIONAUTHOR$" --data-urlencode "NOTIFICATIONCOMMENT=$NOTIFICATIONCOMMENT$" --data-urlencode "TIMET=$TIMET$"
   }
   \`\`\`

2. Add a contact that uses them:

   \`\`\`sh
   define contact {
     contact_name                  tocsin
     alias                         Tocsin
     host_notification_period      24x7
     service_notification_period   24x7
     host_notification_options     d,u,r
     service_notification_options  w,u,c,r
     host_notification_commands    notify-host-by-tocsin
     service_notification_commands notify-service-by-tocsin
   }
   \`\`\`

3. Put \`tocsin\` into the contact group of the hosts and services you want to be woken by, and reload Nagios:
   \`systemctl reload nagios\`.

A problem opens an incident, its recovery resolves it, an acknowledgement in Nagios acknowledges it. Flapping and downtime
open nothing. The commands rely on \`illegal_macro_output_chars\` of \`nagios.cfg\`, which keeps quotes out of what checks
write: leave it as it is. The names of the macros are all that Tocsin needs, so your own command works too, in a form or
in JSON.
`.trim();

const disk = {
  NOTIFICATIONTYPE: "PROBLEM",
  HOSTNAME: "db-1",
  HOSTADDRESS: "192.0.2.20",
  SERVICEDESC: "Disk",
  SERVICESTATE: "CRITICAL",
  SERVICEOUTPUT: "DISK CRITICAL - free space: / 412 MB (3%)",
  TIMET: "1772333970",
};

export const nagios = defineSource({
  id: "nagios",
  name: "Nagios",
  group: "Monitoring & APM",
  description: "Notifications of Nagios and what descends from it, by a notification command.",
  payload: z.looseObject({}),
  events: (message) => readNotification(message, "/"),
  // `timet` is when the notification was sent.
  occurredAtIs: "own",
  // curl tries again after 429 and after 503.
  overLimit: 429,
  setup,
  samples: [
    {
      title: "A disk is almost full",
      payload: disk,
      becomes: [
        {
          action: "trigger",
          dedupKey: "db-1/Disk",
          summary: "Disk on db-1 is CRITICAL: DISK CRITICAL - free space: / 412 MB (3%)",
          severity: "critical",
          source: "db-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "Somebody acknowledges it in Nagios",
      payload: {
        ...disk,
        NOTIFICATIONTYPE: "ACKNOWLEDGEMENT",
        NOTIFICATIONAUTHOR: "Bob",
        NOTIFICATIONCOMMENT: "On it",
      },
      becomes: [{ action: "acknowledge", dedupKey: "db-1/Disk" }],
    },
    {
      title: "The disk has room again",
      payload: { ...disk, NOTIFICATIONTYPE: "RECOVERY", SERVICESTATE: "OK", SERVICEOUTPUT: "DISK OK" },
      becomes: [{ action: "resolve", dedupKey: "db-1/Disk" }],
    },
    {
      title: "A whole host is down",
      payload: { NOTIFICATIONTYPE: "PROBLEM", HOSTNAME: "db-1", HOSTSTATE: "DOWN", HOSTOUTPUT: "No route to host" },
      becomes: [
        { action: "trigger", dedupKey: "db-1", summary: "db-1 is DOWN: No route to host", severity: "critical" },
      ],
    },
    {
      title: "A downtime begins",
      payload: { ...disk, NOTIFICATIONTYPE: "DOWNTIMESTART" },
      becomes: [],
    },
  ],
});
