/**
 * Definitions of the commonest European and national grids by EPSG code, in PROJ's parameters without `+`. Parameters and
 * axis orders are those of the EPSG dataset (v10, by PROJ 9.1); where it transforms by a grid file, the seven-parameter
 * transformation that EPSG lists beside it stands here: within a metre or two, for showing. `axis=neu` says that the
 * CRS's first axis is northing, which decides the order of coordinates in WMS 1.3.0 and WFS 1.1 and 2.0.
 */
export const DEFINITIONS: Readonly<Record<number, string>> = {
  // Switzerland, LV95
  2056: 'somerc lat_0=46.9524055555556 lon_0=7.43958333333333 k_0=1 x_0=2600000 y_0=1200000 ellps=bessel towgs84=674.374,15.056,405.346,0,0,0,0',
  // Switzerland, LV03
  21781:
    'somerc lat_0=46.9524055555556 lon_0=7.43958333333333 k_0=1 x_0=600000 y_0=200000 ellps=bessel towgs84=674.374,15.056,405.346,0,0,0,0',
  // Netherlands, RD New
  28992:
    'sterea lat_0=52.1561605555556 lon_0=5.38763888888889 k=0.9999079 x_0=155000 y_0=463000 ellps=bessel towgs84=565.4171,50.3319,465.5524,-0.398957,0.343988,-1.8774,4.0725',
  // Belgium, Lambert 72
  31370:
    'lcc lat_0=90 lon_0=4.36748666666667 lat_1=51.1666672333333 lat_2=49.8333339 x_0=150000.013 y_0=5400088.438 ellps=intl towgs84=-106.8686,52.2978,-103.7239,0.3366,-0.457,1.8422,-1.2747',
  // Belgium, Lambert 2008
  3812: 'lcc lat_0=50.797815 lon_0=4.35921583333333 lat_1=49.8333333333333 lat_2=51.1666666666667 x_0=649328 y_0=665262 ellps=GRS80 towgs84=0,0,0',
  // Europe, LAEA
  3035: 'laea lat_0=52 lon_0=10 x_0=4321000 y_0=3210000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Europe, LCC
  3034: 'lcc lat_0=52 lon_0=10 lat_1=35 lat_2=65 x_0=4000000 y_0=2800000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // France, Lambert-93
  2154: 'lcc lat_0=46.5 lon_0=3 lat_1=49 lat_2=44 x_0=700000 y_0=6600000 ellps=GRS80 towgs84=0,0,0',
  // France, Lambert II extended
  27572:
    'lcc lat_1=46.8 lat_0=46.8 lon_0=0 k_0=0.99987742 x_0=600000 y_0=2200000 ellps=clrk80ign pm=paris towgs84=-168,-60,320,0,0,0,0',
  // France, CC42 to CC50
  3942: 'lcc lat_0=42 lon_0=3 lat_1=41.25 lat_2=42.75 x_0=1700000 y_0=1200000 ellps=GRS80 towgs84=0,0,0',
  3943: 'lcc lat_0=43 lon_0=3 lat_1=42.25 lat_2=43.75 x_0=1700000 y_0=2200000 ellps=GRS80 towgs84=0,0,0',
  3944: 'lcc lat_0=44 lon_0=3 lat_1=43.25 lat_2=44.75 x_0=1700000 y_0=3200000 ellps=GRS80 towgs84=0,0,0',
  3945: 'lcc lat_0=45 lon_0=3 lat_1=44.25 lat_2=45.75 x_0=1700000 y_0=4200000 ellps=GRS80 towgs84=0,0,0',
  3946: 'lcc lat_0=46 lon_0=3 lat_1=45.25 lat_2=46.75 x_0=1700000 y_0=5200000 ellps=GRS80 towgs84=0,0,0',
  3947: 'lcc lat_0=47 lon_0=3 lat_1=46.25 lat_2=47.75 x_0=1700000 y_0=6200000 ellps=GRS80 towgs84=0,0,0',
  3948: 'lcc lat_0=48 lon_0=3 lat_1=47.25 lat_2=48.75 x_0=1700000 y_0=7200000 ellps=GRS80 towgs84=0,0,0',
  3949: 'lcc lat_0=49 lon_0=3 lat_1=48.25 lat_2=49.75 x_0=1700000 y_0=8200000 ellps=GRS80 towgs84=0,0,0',
  3950: 'lcc lat_0=50 lon_0=3 lat_1=49.25 lat_2=50.75 x_0=1700000 y_0=9200000 ellps=GRS80 towgs84=0,0,0',
  // Great Britain
  27700:
    'tmerc lat_0=49 lon_0=-2 k=0.9996012717 x_0=400000 y_0=-100000 ellps=airy towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489',
  // Ireland, TM65 and TM75
  29902:
    'tmerc lat_0=53.5 lon_0=-8 k=1.000035 x_0=200000 y_0=250000 a=6377340.189 rf=299.3249646 towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15',
  29903:
    'tmerc lat_0=53.5 lon_0=-8 k=1.000035 x_0=200000 y_0=250000 a=6377340.189 rf=299.3249646 towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15',
  // Ireland, ITM
  2157: 'tmerc lat_0=53.5 lon_0=-8 k=0.99982 x_0=600000 y_0=750000 ellps=GRS80 towgs84=0,0,0',
  // Germany, Gauss-Krüger zones 2 to 5
  31466:
    'tmerc lat_0=0 lon_0=6 k=1 x_0=2500000 y_0=0 ellps=bessel towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 axis=neu',
  31467:
    'tmerc lat_0=0 lon_0=9 k=1 x_0=3500000 y_0=0 ellps=bessel towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 axis=neu',
  31468:
    'tmerc lat_0=0 lon_0=12 k=1 x_0=4500000 y_0=0 ellps=bessel towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 axis=neu',
  31469:
    'tmerc lat_0=0 lon_0=15 k=1 x_0=5500000 y_0=0 ellps=bessel towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 axis=neu',
  // Germany, UTM with the zone in front
  4647: 'tmerc lat_0=0 lon_0=9 k=0.9996 x_0=32500000 y_0=0 ellps=GRS80 towgs84=0,0,0',
  5650: 'tmerc lat_0=0 lon_0=15 k=0.9996 x_0=33500000 y_0=0 ellps=GRS80 towgs84=0,0,0',
  // Germany, LCC
  5243: 'lcc lat_0=51 lon_0=10.5 lat_1=48.6666666666667 lat_2=53.6666666666667 x_0=0 y_0=0 ellps=GRS80 towgs84=0,0,0',
  // Sweden
  3006: 'utm zone=33 ellps=GRS80 towgs84=0,0,0 axis=neu',
  3021: 'tmerc lat_0=0 lon_0=15.8082777777778 k=1 x_0=1500000 y_0=0 ellps=bessel towgs84=414.1,41.3,603.1,-0.855,2.141,-7.023,0 axis=neu',
  // Norway, NTM zone 10
  5110: 'tmerc lat_0=58 lon_0=10.5 k=1 x_0=100000 y_0=1000000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Finland
  3067: 'utm zone=35 ellps=GRS80 towgs84=0,0,0',
  // Baltic
  25884: 'tmerc lat_0=0 lon_0=24 k=0.9996 x_0=500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Estonia
  3301: 'lcc lat_0=57.5175539305556 lon_0=24 lat_1=59.3333333333333 lat_2=58 x_0=500000 y_0=6375000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Lithuania
  3346: 'tmerc lat_0=0 lon_0=24 k=0.9998 x_0=500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Latvia
  3059: 'tmerc lat_0=0 lon_0=24 k=0.9996 x_0=500000 y_0=-6000000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Poland, CS92 and CS2000
  2180: 'tmerc lat_0=0 lon_0=19 k=0.9993 x_0=500000 y_0=-5300000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  2176: 'tmerc lat_0=0 lon_0=15 k=0.999923 x_0=5500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  2177: 'tmerc lat_0=0 lon_0=18 k=0.999923 x_0=6500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  2178: 'tmerc lat_0=0 lon_0=21 k=0.999923 x_0=7500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  2179: 'tmerc lat_0=0 lon_0=24 k=0.999923 x_0=8500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Czechia and Slovakia, Krovak east north
  5514: 'krovak lat_0=49.5 lon_0=24.8333333333333 alpha=30.2881397527778 k=0.9999 x_0=0 y_0=0 ellps=bessel towgs84=570.8,85.7,462.8,4.998,1.587,5.261,3.56',
  // Austria
  31287:
    'lcc lat_0=47.5 lon_0=13.3333333333333 lat_1=49 lat_2=46 x_0=400000 y_0=400000 ellps=bessel towgs84=577.326,90.129,463.919,5.137,1.474,5.297,2.4232 axis=neu',
  31254:
    'tmerc lat_0=0 lon_0=10.3333333333333 k=1 x_0=0 y_0=-5000000 ellps=bessel towgs84=577.326,90.129,463.919,5.137,1.474,5.297,2.4232 axis=neu',
  31255:
    'tmerc lat_0=0 lon_0=13.3333333333333 k=1 x_0=0 y_0=-5000000 ellps=bessel towgs84=577.326,90.129,463.919,5.137,1.474,5.297,2.4232 axis=neu',
  31256:
    'tmerc lat_0=0 lon_0=16.3333333333333 k=1 x_0=0 y_0=-5000000 ellps=bessel towgs84=577.326,90.129,463.919,5.137,1.474,5.297,2.4232 axis=neu',
  3416: 'lcc lat_0=47.5 lon_0=13.3333333333333 lat_1=49 lat_2=46 x_0=400000 y_0=400000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Hungary, EOV
  23700:
    'somerc lat_0=47.1443937222222 lon_0=19.0485717777778 k_0=0.99993 x_0=650000 y_0=200000 ellps=GRS67 towgs84=52.17,-71.82,-14.9,0,0,0,0',
  // Romania, Stereo 70
  3844: 'sterea lat_0=46 lon_0=25 k=0.99975 x_0=500000 y_0=500000 ellps=krass towgs84=2.329,-147.042,-92.08,-0.309,0.325,0.497,5.69 axis=neu',
  // Greece, GGRS87
  2100: 'tmerc lat_0=0 lon_0=24 k=0.9996 x_0=500000 y_0=0 ellps=GRS80 towgs84=-199.87,74.79,246.62,0,0,0,0',
  // Croatia
  3765: 'tmerc lat_0=0 lon_0=16.5 k=0.9999 x_0=500000 y_0=0 ellps=GRS80 towgs84=0,0,0',
  // Slovenia
  3794: 'tmerc lat_0=0 lon_0=15 k=0.9999 x_0=500000 y_0=-5000000 ellps=GRS80 towgs84=0,0,0',
  3912: 'tmerc lat_0=0 lon_0=15 k=0.9999 x_0=500000 y_0=-5000000 ellps=bessel towgs84=476.08,125.947,417.81,4.610862,2.388137,-11.942335,9.896638',
  // Luxembourg
  2169: 'tmerc lat_0=49.8333333333333 lon_0=6.16666666666667 k=1 x_0=80000 y_0=100000 ellps=intl towgs84=-189.6806,18.3463,-42.7695,-0.33746,-3.09264,2.53861,0.4598 axis=neu',
  // Portugal
  3763: 'tmerc lat_0=39.6682583333333 lon_0=-8.13310833333333 k=1 x_0=0 y_0=0 ellps=GRS80 towgs84=0,0,0',
  // Italy
  3003: 'tmerc lat_0=0 lon_0=9 k=0.9996 x_0=1500000 y_0=0 ellps=intl towgs84=-104.1,-49.1,-9.9,0.971,-2.917,0.714,-11.68',
  3004: 'tmerc lat_0=0 lon_0=15 k=0.9996 x_0=2520000 y_0=0 ellps=intl towgs84=-104.1,-49.1,-9.9,0.971,-2.917,0.714,-11.68',
  6707: 'utm zone=32 ellps=GRS80 towgs84=0,0,0 axis=neu',
  6708: 'utm zone=33 ellps=GRS80 towgs84=0,0,0 axis=neu',
  7791: 'utm zone=32 ellps=GRS80 towgs84=0,0,0',
  7792: 'utm zone=33 ellps=GRS80 towgs84=0,0,0',
  // Slovenia, UTM 33N
  8687: 'utm zone=33 ellps=GRS80 towgs84=0,0,0',
  // Bulgaria
  7801: 'lcc lat_0=42.6678756833333 lon_0=25.5 lat_1=42 lat_2=43.3333333333333 x_0=500000 y_0=4725824.3591 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Türkiye, TM27 and TM30
  5253: 'tmerc lat_0=0 lon_0=27 k=1 x_0=500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  5254: 'tmerc lat_0=0 lon_0=30 k=1 x_0=500000 y_0=0 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // New Zealand
  2193: 'tmerc lat_0=0 lon_0=173 k=0.9996 x_0=1600000 y_0=10000000 ellps=GRS80 towgs84=0,0,0 axis=neu',
  // Canada
  3978: 'lcc lat_0=49 lon_0=-95 lat_1=49 lat_2=77 x_0=0 y_0=0 datum=NAD83',
  3347: 'lcc lat_0=63.390675 lon_0=-91.8666666666667 lat_1=49 lat_2=77 x_0=6200000 y_0=3000000 datum=NAD83',
  // United States, Albers
  5070: 'aea lat_0=23 lon_0=-96 lat_1=29.5 lat_2=45.5 x_0=0 y_0=0 ellps=GRS80 towgs84=0,0,0',
  // Australia, Albers
  3577: 'aea lat_0=0 lon_0=132 lat_1=-18 lat_2=-36 x_0=0 y_0=0 ellps=GRS80 towgs84=0,0,0',
  // World Mercator
  3395: 'merc lon_0=0 k=1 x_0=0 y_0=0 datum=WGS84',
  // Antarctica and Arctic
  3031: 'stere lat_0=-90 lat_ts=-71 lon_0=0 x_0=0 y_0=0 datum=WGS84',
  3413: 'stere lat_0=90 lat_ts=70 lon_0=-45 x_0=0 y_0=0 datum=WGS84',
  3995: 'stere lat_0=90 lat_ts=71 lon_0=0 x_0=0 y_0=0 datum=WGS84',
  // Singapore
  3414: 'tmerc lat_0=1.36666666666667 lon_0=103.833333333333 k=1 x_0=28001.642 y_0=38744.572 ellps=WGS84 towgs84=0,0,0 axis=neu',
  // Hong Kong
  2326: 'tmerc lat_0=22.3121333333333 lon_0=114.178555555556 k=1 x_0=836694.05 y_0=819069.8 ellps=intl towgs84=-162.619,-276.959,-161.764,0.067753,-2.243648,-1.158828,-1.094246 axis=neu',
  // Israel
  6991: 'tmerc lat_0=31.7343936111111 lon_0=35.2045169444444 k=1.0000067 x_0=219529.584 y_0=626907.39 ellps=GRS80 towgs84=-23.772,-17.49,-17.859,0.3132,1.85274,-1.67299,5.4262',
  // Degrees: ETRS89, NAD83, RGF93, SWEREF 99
  4258: 'longlat ellps=GRS80 towgs84=0,0,0 axis=neu',
  4269: 'longlat datum=NAD83 axis=neu',
  4171: 'longlat ellps=GRS80 towgs84=0,0,0 axis=neu',
  4619: 'longlat ellps=GRS80 towgs84=0,0,0 axis=neu',
};
