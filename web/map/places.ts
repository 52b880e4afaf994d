import citiesUrl from "./places/cities.txt?url";
import namesUrl from "./places/names.txt?url";
import townsUrl from "./places/towns.txt?url";

const SIZES = { cities: citiesUrl, towns: townsUrl } as const;
/** Columns of the names in other languages, behind the Latin name and its place. */
const COLUMNS: Readonly<Record<string, number>> = { uk: 3, ru: 4 };
const asked = new Map<keyof typeof SIZES, Promise<GeoJSON.Feature[]>>();

const text = (url: string): Promise<string> =>
  fetch(url)
    .then((answer) => (answer.ok ? answer.text() : ""))
    // Without names the map is still a map.
    .catch(() => "");

/** Names of places for finding the way, from this server; `thousands` of people say from how near each is shown. */
function loadLatin(size: keyof typeof SIZES): Promise<GeoJSON.Feature[]> {
  let places = asked.get(size);
  if (!places) {
    places = text(SIZES[size]).then((lines) => lines.split("\n").flatMap(placeOf));
    asked.set(size, places);
  }
  return places;
}

/** The same in the reader's language, as far as it is known there; in Latin letters where it is not. */
export async function loadPlaces(size: keyof typeof SIZES, language: string): Promise<GeoJSON.Feature[]> {
  const places = await loadLatin(size);
  const column = COLUMNS[language];
  if (column === undefined || size !== "cities") return places;
  const known = new Map(
    (await text(namesUrl)).split("\n").map((line) => {
      const cells = line.split("\t");
      return [cells.slice(0, 3).join("\t"), cells[column]] as const;
    }),
  );
  return places.map((place) => {
    const [lon, lat] = (place.geometry as GeoJSON.Point).coordinates;
    const name = known.get([place.properties?.["name"], lon, lat].join("\t"));
    return name === undefined ? place : { ...place, properties: { ...place.properties, name } };
  });
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
