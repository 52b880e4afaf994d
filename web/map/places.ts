import citiesUrl from "./places/cities.txt?url";
import townsUrl from "./places/towns.txt?url";

const SIZES = { cities: citiesUrl, towns: townsUrl } as const;
const asked = new Map<keyof typeof SIZES, Promise<GeoJSON.Feature[]>>();

/** Names of places for finding the way, from this server; `thousands` of people say from how near each is shown. */
export function loadPlaces(size: keyof typeof SIZES): Promise<GeoJSON.Feature[]> {
  let places = asked.get(size);
  if (!places) {
    places = fetch(SIZES[size])
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((text) => text.split("\n").flatMap(placeOf))
      // Without names the map is still a map.
      .catch(() => []);
    asked.set(size, places);
  }
  return places;
}

function placeOf(line: string): GeoJSON.Feature[] {
  const [name = "", lon, lat, thousands] = line.split("\t");
  if (name === "") return [];
  return [
    {
      type: "Feature",
      geometry: { type: "Point", coordinates: [Number(lon), Number(lat)] },
      properties: { name, thousands: Number(thousands) },
    },
  ];
}
