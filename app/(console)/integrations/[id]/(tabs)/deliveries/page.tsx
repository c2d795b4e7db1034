import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { pageOf } from "#db/queries/cursor";
import { deliveriesOfDestination } from "#db/queries/deliveries";
import { permit } from "#lib/auth/permit";
import { jsoned } from "#lib/browser/incident";
import { deliveryView } from "#lib/delivery/view";
import { shownDestination } from "../../../read-shown";
import { DeliveryLog } from "./delivery-log";
import { logParsers } from "./log-filters";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

const loadFilters = createLoader(logParsers);
const perPage = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await permit("responder");
  return { title: `Deliveries of ${(await shownDestination((await params).id)).name}` };
}

export default async function DeliveriesPage({ params, searchParams }: Props) {
  await permit("responder");
  const destination = await shownDestination((await params).id);
  const { state } = await loadFilters(searchParams);
  const readAt = Date.now();
  const rows = await deliveriesOfDestination(destination.id, { ...(state && { states: [state] }), limit: perPage + 1 });
  const { data, nextCursor } = pageOf(rows, perPage, (row) => row.id);
  const page = { data: jsoned(data.map(deliveryView)), nextCursor };
  return (
    <DeliveryLog
      destination={{
        id: destination.id,
        name: destination.name,
        enabled: destination.enabled,
        hasEvents: destination.events.length > 0,
      }}
      first={{ which: state ?? "all", page, readAt }}
    />
  );
}
