// The controller as an extension of its own, as it is for users: cells are run by one extension, their items come from another.
const { makeController } = require('./controller.js');

function activate(context) {
  context.subscriptions.push(makeController('test-python', 'Test Python'));
}

module.exports = { activate };
