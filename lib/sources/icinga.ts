import { z } from "zod";
import { readNotification } from "#lib/reading/nagios-notification";
import { defineSource } from "#lib/sources/contract";

const setup = `
1. Add this to the configuration of Icinga 2, for example as \`/etc/icinga2/conf.d/tocsin.conf\`:

   \`\`\`sh
   object NotificationCommand "tocsin-host" {
     command = [ "/usr/bin/curl", "-fsS", "-m", "15", "--retry", "3", "{url}",
       "--data-urlencode", "notification_type=$notification.type$",
       "--data-urlencode", "host_name=$host.name$",
       "--data-urlencode", "host_address=$address$",
       "--data-urlencode", "host_state=$host.state$",
       "--data-urlencode", "host_output=$host.output$",
       "--data-urlencode", "notification_author=$notification.author$",
       "--data-urlencode", "notification_comment=$notification.comment$",
       "--data-urlencode", "timet=$icinga.timet$" ]
   }

   object NotificationCommand "tocsin-service" {
     command = [ "/usr/bin/curl", "-fsS", "-m", "15", "--retry", "3", "{url}",
       "--data-urlencode", "notification_type=$notification.type$",
       "--data-urlencode", "host_name=$host.name$",
       "--data-urlencode", "service_name=$service.name$",
       "--data-urlencode", "service_state=$service.state$",
       "--data-urlencode", "service_output=$service.output$",
       "--data-urlencode", "notification_author=$notification.author$",
       "--data-urlencode", "notification_comment=$notification.comment$",
       "--data-urlencode", "timet=$icinga.timet$" ]
   }

   object User "tocsin" {
     display_name = "Tocsin"
   }

   apply Notification "tocsin" to Host {
     command = "tocsin-host"
     users = [ "tocsin" ]
     interval = 0
     assign where true
   }

   apply Notification "tocsin" to Service {
     command = "tocsin-service"
     users = [ "tocsin" ]
     interval = 0
     assign where true
   }
   \`\`\`

2. Replace \`assign where true\` by what you want to be woken by.
3. Check and reload: \`icinga2 daemon -C && systemctl reload icinga2\`.

A problem opens an incident, its recovery resolves it, an acknowledgement in Icinga acknowledges it. Custom notifications,
flapping and downtime open nothing.
`.trim();

const disk = {
  notification_type: "PROBLEM",
  host_name: "db-1",
  service_name: "disk /",
  service_state: "WARNING",
  service_output: "DISK WARNING - free space: / 2048 MB (14%)",
  timet: "1772333970",
};

export const icinga = defineSource({
  id: "icinga",
  name: "Icinga",
  group: "Monitoring & APM",
  description: "Notifications of Icinga 2, by a notification command.",
  icon: "icinga",
  payload: z.looseObject({}),
  // A service has the name that Icinga gives it itself.
  events: (message) => readNotification(message, "!"),
  // `timet` is when the notification was sent.
  occurredAtIs: "own",
  // curl tries again after 429 and after 503.
  overLimit: 429,
  setup,
  samples: [
    {
      title: "A disk fills up",
      payload: disk,
      becomes: [
        {
          action: "trigger",
          dedupKey: "db-1!disk /",
          summary: "disk / on db-1 is WARNING: DISK WARNING - free space: / 2048 MB (14%)",
          severity: "warning",
          source: "db-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "Somebody acknowledges it in Icinga",
      payload: { ...disk, notification_type: "ACKNOWLEDGEMENT", notification_author: "Bob" },
      becomes: [{ action: "acknowledge", dedupKey: "db-1!disk /" }],
    },
    {
      title: "The disk has room again",
      payload: { ...disk, notification_type: "RECOVERY", service_state: "OK", service_output: "DISK OK" },
      becomes: [{ action: "resolve", dedupKey: "db-1!disk /" }],
    },
    {
      title: "Somebody sends a custom notification",
      payload: { ...disk, notification_type: "CUSTOM", notification_comment: "Please look" },
      becomes: [],
    },
  ],
});
