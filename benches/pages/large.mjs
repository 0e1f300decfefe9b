// node large.mjs > large.html
// Writes the large page of the benchmarks: a seed catalogue of about 40 KB and 600 elements with a sign-up form in its flow.
// No chance is involved: the same text each time.
const plants = [
    ['Bean', 'Blue Lake', 'climbs to two metres and carries until the first frost', 'May', 'August'],
    ['Beetroot', 'Early Red', 'is tender when it has the size of a tennis ball', 'April', 'July'],
    ['Cabbage', 'Winter King', 'stands in snow and grows sweeter for it', 'June', 'December'],
    ['Carrot', 'Long Orange', 'asks for deep and stoneless soil', 'March', 'September'],
    ['Celery', 'Tall White', 'wants water every evening of a dry summer', 'March', 'October'],
    ['Chard', 'Five Colours', 'gives leaves for a whole year from one sowing', 'April', 'November'],
    ['Cucumber', 'Green Lantern', 'likes the warm side of a wall', 'May', 'August'],
    ['Fennel', 'Round White', 'bolts when it is sown before midsummer', 'July', 'October'],
    ['Kale', 'Black Tuscan', 'is picked from below, leaf by leaf', 'May', 'January'],
    ['Leek', 'Blue Giant', 'may stay in the bed all winter', 'March', 'February'],
    ['Lettuce', 'Merry May', 'is ready eight weeks after sowing', 'March', 'June'],
    ['Onion', 'Amber Globe', 'keeps until spring in a dry loft', 'March', 'August'],
    ['Parsnip', 'Half Long', 'takes a month to come up', 'March', 'November'],
    ['Pea', 'Little Wonder', 'needs no sticks and little room', 'March', 'June'],
    ['Pumpkin', 'Grey Nugget', 'covers a compost heap within weeks', 'May', 'October'],
    ['Radish', 'Cherry', 'fills the gaps between slower rows', 'March', 'May'],
    ['Rocket', 'Wild Leaf', 'comes again when it is cut', 'April', 'October'],
    ['Spinach', 'Broad Leaf', 'is best in the cool weeks of spring and autumn', 'March', 'May'],
    ['Squash', 'Butter Bell', 'ripens on a sunny sill after harvest', 'May', 'October'],
    ['Sweetcorn', 'Golden Row', 'is sown in a block and not in a line', 'May', 'September'],
    ['Tomato', 'Harbour Red', 'fruits under glass and in a warm yard', 'March', 'August'],
    ['Turnip', 'Purple Top', 'is a quick crop after the peas', 'July', 'October'],
];
const notes = [
    'Sow thinly and cover with a finger of soil. Water from a can with a fine rose, so that nothing is washed away, and keep the row free of weeds until the leaves shade it.',
    'Start it in a tray on the sill, harden it off for a week, then set it out on a dull day. A handful of old compost in each hole is all the food that it asks for in its first month.',
    'Seed of this kind stays good for four years when it is kept dry and cool. Write the year on the bag; old seed comes up slowly and unevenly, and then the row wants filling.',
    'Slugs find it before anything else. A ring of wood ash helps until the next rain, a board laid beside the row and turned each morning helps all season long.',
];
const stories = [
    'An old woman in the hills sent us the first handful in an envelope, with a line that said only that her father had grown it. We have kept it apart from its cousins ever since, under a net in June, and it has stayed true.',
    'In our trial beds it stood between two newer kinds and was beaten by both in weight and by neither in taste. Whoever sells by the crate will want another; whoever cooks what the bed gives will want this one.',
    'It was all but lost when the mill closed. Three gardens on the lane still had it, each a little different, and what we sell now goes back to the middle one, where the soil is heavy and the frost stays longest.',
    'The bag holds more than a small bed needs. Share it over the fence, or sow a third now, a third after a fortnight and the rest at midsummer, and there will be something to pull from the row for most of the year.',
    'Let two or three plants stand when the rest is eaten. They flower in their second summer, the bees come from far for it, and the seed is ripe when the stalks are brown and rattle in the hand.',
];
const id = (word) => word.toLowerCase().replaceAll(' ', '-');

const card = ([kind, name, habit, sow, harvest], at) => `<article class="plant" id="${id(kind)}">
  <h3><a href="seeds/${id(kind)}.html">${kind} ‘${name}’</a></h3>
  <p class="price"><strong>${(1.4 + (at % 7) * 0.35).toFixed(2)} €</strong> <span>a bag of ${20 + (at % 5) * 30} seeds</span></p>
  <p>${kind} ‘${name}’ ${habit}. ${notes[at % notes.length]}</p>
  <p>${stories[at % stories.length]} ${stories[(at + 2) % stories.length]} ${stories[(at + 3) % stories.length]}</p>
  <dl>
    <dt>Sow</dt><dd>${sow}</dd>
    <dt>Harvest</dt><dd>${harvest}</dd>
    <dt>Row to row</dt><dd>${20 + (at % 6) * 10} cm</dd>
  </dl>
  <p class="more">Goes well with <a href="#${id(plants[(at + 5) % plants.length][0])}">${plants[(at + 5) % plants.length][0].toLowerCase()}</a> and <a href="#${id(plants[(at + 9) % plants.length][0])}">${plants[(at + 9) % plants.length][0].toLowerCase()}</a>.</p>
</article>`;

const months = ['March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'];
const row = ([kind, , , sow, harvest]) => `<tr><th scope="row">${kind}</th>${months.map((month) => `<td>${month === sow ? 'sow' : month === harvest ? 'pick' : ''}</td>`).join('')}</tr>`;

const form = `<section class="signup" aria-labelledby="signup-title">
  <h2 id="signup-title">The garden letter</h2>
  <p id="what">Four times a year we write what is to be sown. We use your e-mail address for the letter, if you agree, and for nothing that you have not ticked. You can end it with one press in every letter; more is said in our <a href="privacy.html">privacy notice</a>.</p>
  <form action="/letter" method="post" aria-describedby="what">
    <p><label for="mail">E-mail</label> <input type="email" id="mail" name="mail" autocomplete="email" required></p>
    <p><label><input type="checkbox" name="letter"> I agree to receive the garden letter by e-mail.</label></p>
    <p><label><input type="checkbox" name="offers"> I agree to receive offers for seeds and tools by e-mail.</label></p>
    <p><label><input type="checkbox" name="count"> You may count, for statistics, whether I open the letter.</label></p>
    <p><button type="submit">Send</button></p>
  </form>
</section>`;

const half = plants.length / 2;
process.stdout.write(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Seeds for a small garden</title>
<style>
:root { --ink: #22301f; --leaf: #2f6b2a; --line: #cfd8c8; --paper: #fff; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 Georgia, serif; color: var(--ink); background: #f6f8f3; }
header, footer { padding: 16px 32px; background: var(--leaf); color: #fff; }
header a, footer a { color: #fff; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 8px 0 0; padding: 0; list-style: none; }
main { max-width: 72rem; margin: 0 auto; padding: 24px 32px; }
h1 { font-size: 34px; line-height: 1.2; }
.lead { font-size: 19px; max-width: 44rem; }
.plants { display: grid; grid-template-columns: repeat(3, 1fr); gap: 24px; }
.plant { padding: 16px; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
.plant h3 { margin: 0 0 4px; font-size: 20px; }
.plant a { color: var(--leaf); }
.price span { color: #55624f; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; }
.signup { margin: 32px 0; padding: 24px; background: var(--paper); border: 2px solid var(--leaf); border-radius: 6px; }
.signup h2 { margin-top: 0; }
.signup button { padding: 10px 24px; border: 0; border-radius: 4px; background: var(--leaf); color: #fff; font: bold 16px sans-serif; }
table { width: 100%; border-collapse: collapse; background: var(--paper); }
th, td { padding: 4px 8px; border: 1px solid var(--line); text-align: left; }
@media (max-width: 60rem) { .plants { grid-template-columns: repeat(2, 1fr); } }
@media (max-width: 40rem) { .plants { grid-template-columns: 1fr; } }
</style>
</head>
<body>
<header>
  <strong>Mill Lane Seeds</strong>
  <nav aria-label="Seeds"><ul>
${plants.map(([kind]) => `    <li><a href="#${id(kind)}">${kind}</a></li>`).join('\n')}
  </ul></nav>
</header>
<main>
<h1>Seeds for a small garden</h1>
<p class="lead">Two dozen kinds that do well in a bed of ten square metres. All of them set seed that can be kept, so that what is bought once need not be bought again.</p>
<h2>First half of the list</h2>
<div class="plants">
${plants.slice(0, half).map(card).join('\n')}
</div>
${form}
<h2>Second half of the list</h2>
<div class="plants">
${plants.slice(half).map((plant, at) => card(plant, at + half)).join('\n')}
</div>
<h2>The year at a glance</h2>
<table>
<thead><tr><th scope="col">Kind</th>${months.map((month) => `<th scope="col">${month}</th>`).join('')}</tr></thead>
<tbody>
${plants.slice(0, 10).map(row).join('\n')}
</tbody>
</table>
<h2>On the soil</h2>
${notes.map((note, at) => `<p>${at + 1}. ${note} ${notes[(at + 1) % notes.length]} ${notes[(at + 2) % notes.length]} ${stories[at]} ${stories[at + 1]}</p>`).join('\n')}
</main>
<footer><p>Mill Lane Seeds, Mill Lane 4. Orders leave the shed on Tuesdays. <a href="contact.html">Contact</a></p></footer>
</body>
</html>
`);
