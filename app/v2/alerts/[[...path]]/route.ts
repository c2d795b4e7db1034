export {
  receiveWeb as DELETE,
  receiveWeb as GET,
  receiveWeb as PATCH,
  receiveWeb as POST,
  receiveWeb as PUT,
} from "#lib/doors/web-mount";

export const dynamic = "force-dynamic";
